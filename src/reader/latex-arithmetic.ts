/** Arithmetic of LaTeX as source code: `-\frac{1}{0.5}` becomes `-((1)/(0.5))`. Unknown commands stay, and are symbolic. */
export function latexToCode(cell: string): string {
  let code = cell
    .replace(
      /\\phantom\{[^{}]*\}|\\color\s*\{[^{}]*\}|\\(?:displaystyle|textstyle|left|right|limits|strut|hfill)\b/g,
      '',
    )
    .replace(/\{([,.])\}/g, (_, sign: string) => (sign === ',' ? '\ue000' : '.'))
    .replace(/\\[,;:! ]|~|\\q?quad\b/g, '\ue001')
    .replace(/(\d)\ue001(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)\ue000(?=\d{3}(?!\d))/g, '$1')
    .replace(/\ue000/g, '.')
    .replace(/\ue001/g, ' ')
    .replace(
      /\\(?:textcolor\{\w+\}|mathbf|mathrm|num|mathit|textbf|textit|text|boldsymbol|bm|underline|boxed)\s*\{([^{}]*)\}/g,
      '$1',
    )
    .replace(/\\(?:c|l|v|d)?dots\b|\\ddots\b/g, '...')
    .replace(/\\[tdc]?frac\s*(\d)\s*(\d)/g, '(($1)/($2))')
    .replace(/(\\[tdc]?frac)\s*(\d)\s*(?=\{)/g, '$1{$2}')
    .replace(/(\\[tdc]?frac\s*\{[^{}]*\})\s*(\d)/g, '$1{$2}')
    .replace(/\\(?:cdot|times)\b/g, '*')
    .replace(/\\infty\b/g, 'inf')
    .replace(/\\pi\b/g, ' pi ')
    .replace(/\\(?:ln|log)\s*\{\s*\(([^{}]*)\)\s*\}/g, ' log($1)')
    .replace(/\\(?:ln|log)\b/g, ' log')
    .replace(/\\(exp|sin|cos|tan|tanh|max|min)\b/g, ' $1');
  for (let round = 0; round < 8; round++) {
    const before = code;
    code = code
      .replace(/\\[tdc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '(($1)/($2))')
      .replace(/\{([^{}]*)\\over\b\s*(?:\{([^{}]*)\}|([^{}]*))\s*\}/g, '(($1)/($2$3))')
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, ' sqrt($1)')
      .replace(/\^\s*\{([^{}]*)\}/g, '^($1)')
      .replace(/([{(])\{([^{}\\]*)\}/g, '$1($2)');
    if (code === before) break;
  }
  return code
    .replace(/^(\s*[+-]?\s*)\{\s*([-+\d.\s]*)\}\s*$/, '$1$2')
    .replace(/(^|[\s(+\-*/])\{([^{}\\]*)\}/g, '$1($2)')
    .replace(/\blog\s+(\d[\d.]*)/g, 'log($1)')
    .replace(/^([+-])\s+/, '$1')
    .trim();
}
