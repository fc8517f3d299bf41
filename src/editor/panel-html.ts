/** What the page of the panel is made of. */
export interface PanelParts {
  readonly style: string;
  readonly script: string;
  /** Registers the controls, which the page holds before they are. */
  readonly controls: string;
  /** Fresh for each page, and impossible to guess. */
  readonly nonce: string;
  readonly language: string;
  /** Translations of the panel's words, by the English ones. */
  readonly words: unknown;
  /** Shown until the first message comes. */
  readonly waiting: string;
}

/**
 * The page of the panel, all in one: a file of its own would reach it by way of the extension host, and nothing would be
 * painted before. Its policy allows the scripts and the one style sheet that stand here, and nothing to be loaded. The
 * controls weigh twice what all the rest does: they are run when the panel says that its first contents are on the screen.
 * The toolkit takes the nonce of `csp-nonce` for the one empty style element that it adds.
 */
export function panelHtml({ style, script, controls, nonce, language, words, waiting }: PanelParts): string {
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gradient Debugger</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main id="panel" data-words="${escaped(JSON.stringify(words))}"><div class="body"><p class="quiet waiting">${escaped(waiting)}</p></div></main>
<script nonce="${nonce}">document.addEventListener('drawn', () => {
${controls}
}, { once: true });</script>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
