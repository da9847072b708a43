import { stat } from 'node:fs/promises';
import path from 'node:path';
import { l10n, workspace } from 'vscode';
import type { NetworkLookup, NetworkPlace } from '../core/origins/sessionFacts.ts';
import { locale } from '../text/counts.ts';
import { shortText } from '../text/visibleText.ts';
import type { IpDatabase } from './openDatabase.ts';

/** The state of the user's databases at one time. */
export interface OpenDatabases {
  /** Undefined without a usable database, so that origins are made without places. */
  readonly lookup: NetworkLookup | undefined;
  /** Returns a sentence for each file that is missing, broken or old. A look-up may find that a file is broken. */
  problems(): readonly string[];
}

export const ipDatabasesSetting = 'kratosExplorer.ipDatabases';
const oldAfterMs = 365 * 86_400_000;

interface OpenedFile {
  readonly file: string;
  readonly opened: Opened;
}

type Opened =
  | { readonly kind: 'open'; readonly database: IpDatabase; isBroken: boolean }
  | { readonly kind: 'failed'; readonly code: string | undefined };

/** The files of the setting. Each is opened at first use, and again after it changed. */
export class IpDatabases {
  readonly #files = new Map<string, { readonly stamp: string; readonly opened: Promise<Opened> }>();
  readonly #now: () => number;
  #last: { readonly all: readonly OpenedFile[]; readonly lookup: NetworkLookup | undefined } | undefined;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Resolves with the databases as their files are now; `lookup` is the same until one changes. Does not reject. */
  async read(): Promise<OpenDatabases> {
    const value: unknown = workspace.getConfiguration().get(ipDatabasesSetting);
    const entries: readonly unknown[] = Array.isArray(value) ? [...new Set(value)] : [];
    const files = entries.filter((entry) => isAbsolutePath(entry));
    for (const known of this.#files.keys()) {
      if (!files.includes(known)) {
        this.#files.delete(known);
      }
    }
    const all = await Promise.all(files.map(async (file) => ({ file, opened: await this.#open(file) })));
    const relative = entries.filter((entry) => !isAbsolutePath(entry)).map(relativeText);
    const problems = () => [...relative, ...all.flatMap(({ file, opened }) => this.#problem(file, opened) ?? [])];
    const isSame = this.#last !== undefined && isSameFiles(this.#last.all, all);
    const lookup = isSame
      ? this.#last?.lookup
      : all.some(({ opened }) => opened.kind === 'open')
        ? (address: string) => lookUp(all, address)
        : undefined;
    this.#last = { all, lookup };
    return { lookup, problems };
  }

  async #open(file: string): Promise<Opened> {
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const known = this.#files.get(file);
      if (known?.stamp === stamp) {
        return await known.opened;
      }
      const opened = open(file);
      this.#files.set(file, { stamp, opened });
      return await opened;
    } catch (error) {
      return failed(error);
    }
  }

  #problem(file: string, opened: Opened): string | undefined {
    const name = shortText(file);
    if (opened.kind === 'failed' && opened.code !== undefined) {
      return opened.code === 'ENOENT'
        ? l10n.t('The IP database {0} does not exist. Correct its path in the setting {1}.', name, ipDatabasesSetting)
        : l10n.t('The IP database {0} cannot be read ({1}). Check the file and its permissions.', name, opened.code);
    }
    if (opened.kind === 'failed' || opened.isBroken) {
      return l10n.t('The IP database {0} is broken or not in MaxMind’s format. Download it again.', name);
    }
    const { builtAt } = opened.database;
    return this.#now() - builtAt.getTime() <= oldAfterMs
      ? undefined
      : l10n.t(
          'The IP database {0} is from {1}. Download a newer one: addresses move to other places and operators.',
          name,
          builtAt.toLocaleDateString(locale(), { dateStyle: 'medium' }),
        );
  }
}

/** Returns whether look-ups find the same in both: files that are missing or broken do not count. */
function isSameFiles(one: readonly OpenedFile[], other: readonly OpenedFile[]): boolean {
  const open = (files: readonly OpenedFile[]) =>
    files.flatMap(({ opened }) => (opened.kind === 'open' ? [opened] : []));
  const [before, after] = [open(one), open(other)];
  return before.length === after.length && before.every((opened, index) => opened === after[index]);
}

async function open(file: string): Promise<Opened> {
  try {
    const { openDatabase } = await import('./openDatabase.ts');
    return { kind: 'open', database: await openDatabase(file), isBroken: false };
  } catch (error) {
    return failed(error);
  }
}

/** The system's errors have a code; those of a file in another format have none. */
function failed(error: unknown): Opened {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  return { kind: 'failed', code: syscall === undefined ? undefined : code };
}

/** Each member of the place comes from the first database that has it. A broken one is no longer used. */
function lookUp(all: readonly OpenedFile[], address: string): NetworkPlace | undefined {
  let place: NetworkPlace = {};
  for (const { opened } of all) {
    if (opened.kind === 'open' && !opened.isBroken) {
      try {
        place = { ...opened.database.lookup(address), ...place };
      } catch {
        opened.isBroken = true;
      }
    }
  }
  return Object.keys(place).length === 0 ? undefined : place;
}

function isAbsolutePath(entry: unknown): entry is string {
  return typeof entry === 'string' && path.isAbsolute(entry);
}

function relativeText(entry: unknown): string {
  const text = typeof entry === 'string' ? entry : JSON.stringify(entry);
  return l10n.t('{0} in the setting {1} is not an absolute path. Correct it.', shortText(text), ipDatabasesSetting);
}
