/** What stands in every text that holds one of `rare-notations.ts`, by the notation. */
const SIGNS: readonly RegExp[] = [
  // notebook
  /"(?:cell_type|source|text\/plain)"\s*:/,
  // latex and tabular
  /\\/,
  // call and php-output
  /(?:^|[^\w.\\])(?:c|matrix|rbind|cbind|array|structure|reshape|mat|vec)\((?!\[)|array\s+\(|matrix\(/i,
  // records
  /\{\s*["']?[\w$-]+["']?\s*:/,
  // html-table, comma-initializer, matrix-market
  /<m?table|<<|%%Matrix/i,
  // julia-output
  /\d(?:×\d|-element )/,
  // r-output
  /\[\d+\] |\[,\d|\[\d+,\]|, , 1/,
  // yaml-sequence
  /^ *- /m,
  // wiki-table
  /^(?:\|===|\|\||\{\|)/m,
  // drawn-matrix: brackets in pieces, or a line that holds one pair of them and is followed by another
  /[⎡⎛┌│╭]|^[^\n[(|]*[[(|][^\n[\]()|]*[\])|][ \t]*\r?\n\s*[[(|]/m,
  // delimited-table: a separator before a number, in a line without brackets
  /^[ \t"]*[-+−.\w"\u00c0-\uffff\t,;][^\n[\]{}]*[,;\t][ \t"]*[-+−]?(?:[.\d∞]|nan\b|na\b|inf)[^\n[\]{}]*$/im,
  // matlab-output
  /=[ \t]*(?:\d+×.*)?\r?$|^[ \t]*columns?[ \t]+\d/im,
  // data-frame and labelled-lines: a number after a word or a number, with blanks alone between them, and no bracket or sign before
  /^[^\n[{=:,;&<>|]*[^\s[({=:,;&<>|*+/-][ \t]+[-+−]?(?:[.\d]|nan\b|na\b|inf)/im,
  // piped-table: a line that only draws
  /^[ \t|+:│┃║┆├╞╠┡┠╟┣┌┏╔╒]*(?:[-=─━═]{2}|-:|:-|-[ \t]*\|)/m,
  // block: a line that begins with a number
  /^[ \t\xa0]*[-+−]?(?:[.\d]|nan\b|inf)[^\n&[\]]*$/im,
  // counted-lines
  /^[^\n\d]{0,24}1[\s\]):,;|][^\n]*\n[^\n\d]{0,24}2[\s\]):,;|]|^[^\n\d]{0,24}0[\s\]):,;|][^\n]*\n[^\n\d]{0,24}1[\s\]):,;|]/m,
  // debugger-members
  /[({]\s*\[0\] = /,
  // result-comment
  /(?:#|\/\/|%)[ \t]*\S{0,3}[ \t]*[\w.]*\(?\[/,
  // single-elements
  /[\])][ \t]*(?:[:=]|<-)[ \t]*[-+−.\dniNI[]|\p{L}_?\{?[\d₀-₉]{1,2}\}{0,2} ?&?[=:] ?[-+−.\d]/u,
];

/** Longer texts are not searched for signs. */
const LONG = 1_000_000;

/** Whether `text` may hold a notation of `rare-notations.ts`. */
export function showsRareNotation(text: string): boolean {
  return text.length > LONG || SIGNS.some((sign) => sign.test(text));
}
