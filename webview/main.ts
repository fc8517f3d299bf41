import { startPanel } from './panel';
import { setTranslations } from './words';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): unknown;
};

const root = document.getElementById('panel');
if (root === null) throw new Error('the page has no element #panel');
setTranslations(root.dataset['words']);

const api = acquireVsCodeApi();
startPanel(root, {
  post: (message) => api.postMessage(message),
  onMessage: (listener) => {
    window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
  },
  getState: () => api.getState(),
  setState: (state) => {
    api.setState(state);
  },
});
