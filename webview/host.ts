import type { FromPanel } from '../src/protocol/messages';

/** What the panel knows of the world: VS Code in the editor, a stand-in in tests. */
export interface Host {
  post(message: FromPanel): void;
  /** Must be called exactly once; messages are as they came, unchecked. */
  onMessage(listener: (message: unknown) => void): void;
  getState(): unknown;
  setState(state: unknown): void;
}
