/*
 * The only file that knows @vscode/webview-ui-toolkit, which is no longer developed: a script of its own, which makes the
 * elements of `controls.ts` what they are. To exchange it, register other elements under these names, or give `controls.ts`
 * other ones, and take the package out.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

// A dropdown looks for its options as soon as it is one.
provideVSCodeDesignSystem().register(vsCodeOption(), vsCodeDropdown(), vsCodeButton());

// It takes the colours of the theme over, and those of the next one, from when the page is loaded; it was before this ran.
window.dispatchEvent(new Event('load'));
