/** What the person has opened and where they are; all that survives a reload besides the document. */
export interface ViewState {
  /** Key of the quantity that is looked at; null for the one that the report puts first. */
  readonly selected: string | null;
  /** The slice shown of each quantity with more than two dimensions. */
  readonly slices: Readonly<Record<string, number>>;
  readonly scroll: number;
}

export const FRESH: ViewState = { selected: null, slices: {}, scroll: 0 };

/** The view kept by an earlier panel; what is not understood is fresh. */
export function parseViewState(value: unknown): ViewState {
  if (typeof value !== 'object' || value === null) return FRESH;
  const { selected, slices, scroll }: { selected?: unknown; slices?: unknown; scroll?: unknown } = value;
  return {
    selected: typeof selected === 'string' ? selected : null,
    slices: typeof slices === 'object' && slices !== null ? numbersOf(slices) : {},
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}

function numbersOf(record: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
