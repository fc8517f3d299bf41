const MAKER =
  /(?:^|[^\w.])(?:new\s+)?(?:[\w.]*(?:\.|::))?(?:array|asarray|(?:\w+_)?tensor\w*|Series|DataFrame|from_numpy|Tensor|\w*Tensor|Array|\w+Array|Parameter|Variable|matrix|Matrix|Vector\w*|vector|vec|List|asList|listOf|\w*[aA]rrayOf|of|from|constant|create|Dense|New\w*Dense|Matrix\w*|new)!?\s*\(\s*(?:\d+\s*,\s*){0,2}$/;
/** What stands directly before the parentheses that are read as the array. */
const BARE_MAKER =
  /[=:>]\s*(?:new\s+)?(?:[\w.]*(?:\.|::))?(?:(?:Dense)?(?:Matrix|Vector)\d?(?:::new)?|Array|List|Seq|asList|listOf|\w*[aA]rrayOf|of|[di]?vec[234]|Float\d\d|U?Int\d*)(?:<[^<>]{0,40}>)?$/;
const TYPED =
  /(?:\bnew\s+)?(?:[\w.:]*(?:<[^<>\n]*>)?(?:\[[\w.,\s]*\])+[\w.:]*(?:<[^<>\n]*>)?|\bnew\s+\w+|&(?:mut\s+)?|[\w:]+!|\b[A-Z]\w*\(\d+\)|\b(?:Matrix|Vector|View|Set\(\d+\)|std::\w+ of length \d+, capacity \d+ =))\s*$|[\w:]+<[^=\n;]{1,80}>\s*$/;
const TENSORFLOW = /<tf\.Tensor:?[^<>\n]*\bnumpy=\s*$/;
const TENSORFLOW_VARIABLE = /\s*\bnumpy=\s*$/;

/** `head` without what merely wraps the array: calls that make arrays, types, `\left`, references. */
export function unwrapped(head: string): string {
  const from = Math.max(0, head.length - LONGEST_WRAPPER);
  let bare = head.slice(from);
  for (let round = 0; round < 5; round++) {
    const shorter = withoutWrapper(bare);
    if (shorter === bare) break;
    bare = shorter;
  }
  return head.slice(0, from) + bare;
}

/** Calls and types that are looked for before an array are no longer than this. */
const LONGEST_WRAPPER = 240;

function withoutWrapper(head: string): string {
  const call = MAKER.exec(head);
  if (call) return head.slice(0, call.index + (/^[^\w.]/.test(call[0]) ? 1 : 0)).replace(/[ \t]+$/, '');
  const maker = BARE_MAKER.exec(head);
  if (maker) return head.slice(0, maker.index + 1);
  const tensor = TENSORFLOW.exec(head);
  if (tensor) return head.slice(0, tensor.index).replace(/[ \t]+$/, '');
  if (head.includes("<tf.Variable '") && TENSORFLOW_VARIABLE.test(head))
    return head.replace(TENSORFLOW_VARIABLE, '');
  const open = /\\(?:left|[bB]igg?l?)\s*[[(]?\s*$|(?<=[=:]\s*)[([]\s*$/.exec(head);
  if (open) return head.slice(0, open.index).replace(/[ \t]+$/, '');
  const typed = TYPED.exec(head);
  if (typed && /(?:[=:>(]\s*|(?:^|\n)\s*)$/.test(head.slice(0, typed.index)))
    return head.slice(0, typed.index).replace(/[ \t]+$/, '');
  return head;
}

/** Whether what stands between an equal sign and the array is more than the array's own wrapping: `SoftMax'(`, `2 *`. */
export function isPartOfExpression(before: string): boolean {
  const rest = unwrapped(before).replace(/\\left\s*$|\\[,;:! ]|\\q?quad\b|[$&\s()[\]]+/g, '');
  return rest !== '' && rest !== '.';
}
