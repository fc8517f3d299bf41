// The browser that drives VS Code: one that the machine has, else the one that npm brings.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { testFolder } from './vscode.js';

export interface Executable {
  readonly path: string;
  readonly environment: Record<string, string>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Starts a headless Chromium. Its sandbox is off: it only ever opens the VS Code that was started here. */
export async function startBrowser(say: (text: string) => void): Promise<Browser> {
  const { path, environment } = await prepareBrowser(say);
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...environment },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-background-networking',
    ],
  });
}

/** The browser to start; throws an error that says what to do when there is none. */
export async function prepareBrowser(say: (text: string) => void): Promise<Executable> {
  return installedBrowser() ?? (await browserFromNpm(say));
}

function installedBrowser(): Executable | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  const candidates = [
    process.env['CHROME_PATH'] ?? '',
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
  ];
  // A distribution's `chromium-browser` may be a stub that only asks to install something: it must answer.
  const path = candidates.find((file) => file !== '' && existsSync(file) && starts(file, {}));
  return path === undefined ? undefined : { path, environment: {} };
}

async function browserFromNpm(say: (text: string) => void): Promise<Executable> {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin');
  const { version } = JSON.parse(await readFile(join(packed, '../package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(testFolder, `chromium-${version}`);
  if (!existsSync(folder)) {
    say(`No Chromium or Chrome on the PATH: unpacking Chromium ${version} of @sparticuz/chromium ...`);
    const unpacking = `${folder}.${process.pid}`;
    await mkdir(unpacking, { recursive: true });
    try {
      await Promise.all([
        pipeline(
          createReadStream(join(packed, 'chromium.br')),
          createBrotliDecompress(),
          createWriteStream(join(unpacking, 'chromium')),
        ),
        ...['fonts', 'al2023', 'swiftshader'].map((name) => untar(join(packed, `${name}.tar.br`), unpacking)),
      ]);
      // The one that is packed looks for the fonts in other folders.
      await writeFile(
        join(unpacking, 'fonts.conf'),
        `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
      );
      await chmod(join(unpacking, 'chromium'), 0o755);
      await rename(unpacking, folder).catch((error: unknown) => {
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(unpacking, { recursive: true, force: true });
    }
  }
  const path = join(folder, 'chromium');
  // The machine's own libraries and fonts come first: the bundled ones are for machines that have none.
  const environment: Record<string, string> = {};
  if (!existsSync('/etc/fonts/fonts.conf')) environment['FONTCONFIG_PATH'] = folder;
  if (!starts(path, environment)) environment['LD_LIBRARY_PATH'] = join(folder, 'lib');
  if (!starts(path, environment)) {
    throw new Error(
      `Chromium ${version} of @sparticuz/chromium does not start here: ${path} --version. ` +
        'Install Chromium or Google Chrome so that it is on the PATH, or name it in CHROME_PATH.',
    );
  }
  return { path, environment };
}

function starts(path: string, environment: Record<string, string>): boolean {
  const env = { ...process.env, ...environment };
  return spawnSync(path, ['--version'], { env, timeout: 20_000 }).status === 0;
}

async function untar(archive: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`exit code ${code ?? 'none'}`));
    });
  });
  // tar closes its input at the archive's end mark, which may come before the last padding is written:
  // whether it unpacked all is told by its exit code alone.
  const written = pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin).catch(
    (error: unknown) => error,
  );
  try {
    await ended;
  } catch (error) {
    throw new Error(`tar could not unpack ${archive}.`, { cause: (await written) ?? error });
  }
}
