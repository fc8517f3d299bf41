import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { session } from '../session.js';
import { projectFolder } from '../vscode.js';

/** What may stand in the package; anything else came in by mistake. */
const allowed = [
  /^(package\.json|package\.nls(\.[a-z-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt|\.vsixmanifest)$/,
  /^dist\/[\w.-]+\.js$/,
  /^dist\/panel\/[\w.-]+\.(js|css)$/,
  /^media\/[\w-]+\.png$/,
  /^media\/(examples|help|l10n|mistakes|walkthrough)\/[\w.-]+$/,
];

describe('the installed package', () => {
  let folder: string;
  let files: readonly string[];
  before(function () {
    if (session().target.load === 'folder') this.skip();
    const extensions = join(session().server.dataFolder, 'extensions');
    const name = readdirSync(extensions).find((each) =>
      each.startsWith('gradient-debugger.gradient-debugger-'),
    );
    assert.ok(name, 'the package is not installed');
    folder = join(extensions, name);
    files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => statSync(join(folder, file)).isFile());
  });

  it('holds nothing but the extension', () => {
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it('holds all that its manifest names, and every page of help', () => {
    const { main, browser, icon } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    const pages = ['examples', 'help', 'l10n', 'mistakes', 'walkthrough'].flatMap((name) =>
      readdirSync(join(projectFolder, 'media', name)).map((file) => `media/${name}/${file}`),
    );
    assert.ok(pages.some((page) => page.startsWith('media/mistakes/')));
    const needed = [main, browser, icon, ...pages].map((file) => String(file).replace(/^\.\//, ''));
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  it('brings no React, which a dependency asks for', () => {
    for (const file of files.filter((each) => each.endsWith('.js'))) {
      assert.doesNotMatch(
        readFileSync(join(folder, file), 'utf8'),
        /react\.(element|fragment|production)/,
        file,
      );
    }
  });
});
