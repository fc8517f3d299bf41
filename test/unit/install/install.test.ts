import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

test('without a registry the installation says in a few lines what could not be had', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  try {
    for (const file of ['install.mjs', 'package.json', 'package-lock.json'])
      copyFileSync(file, join(folder, file));
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: join(folder, 'cache'),
      npm_config_fetch_retries: '0',
    };
    const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) =>
      execFile(process.execPath, [join(folder, 'install.mjs')], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code, output: stdout + stderr }),
      ),
    );
    assert.equal(code, 1);
    assert.match(output, /could not install the packages of package-lock\.json/);
    assert.match(output, /npm says: .*127\.0\.0\.1:9/);
    assert.doesNotMatch(output, /^ +at /m);
    assert.ok(output.trim().split('\n').length <= 3, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
