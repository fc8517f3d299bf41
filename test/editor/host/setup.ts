// Defines `describe` and `it` before the test files are loaded. This build of mocha needs neither Node nor a page.
import 'mocha/mocha.js';

mocha.setup({ ui: 'bdd', reporter: Mocha.reporters.Base, timeout: 60_000 });
