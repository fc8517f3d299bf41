const signs: Readonly<Record<string, string>> = { delta: 'δ', sum: 'Σ', Sigma: 'Σ', cdot: '·', odot: '∘' };

/** A formula of the search, which is LaTeX, for where nothing sets it: `\log(a_i) \delta_{ij}` becomes `log(a_i) δ_ij`. */
export function formulaText(latex: string): string {
  let text = latex.replace(/_\{([^{}]*)\}/g, '_$1');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/e\^\{([^{}]*)\}/g, 'exp($1)');
  }
  return text.replace(/\\([A-Za-z]+)/g, (_, name: string) => signs[name] ?? name);
}
