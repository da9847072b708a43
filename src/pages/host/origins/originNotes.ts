import { l10n, type Memento } from 'vscode';
import type { IdentityRef } from '../../../connections/refs.ts';
import { userName } from '../../../platform/userName.ts';
import { localDateTime } from '../../../text/relativeTime.ts';
import { shortText } from '../../../text/visibleText.ts';
import type { OriginModel } from '../../protocol/identityModel.ts';

/** What the owner said about an origin, when it was noted, in milliseconds of the epoch, and by whom. */
interface OriginNote {
  readonly isRecognised: boolean;
  readonly at: number;
  readonly by: string | undefined;
}

type Notes = Readonly<Record<string, OriginNote>>;

const storageKey = 'kratosExplorer.originNotes';
/** The oldest are dropped beyond this number. */
const mostNotes = 2000;

/** What owners said about origins, kept on this machine. `memory` is not synchronized. */
export class OriginNotes {
  readonly #memory: Pick<Memento, 'get' | 'update'>;
  readonly #user: () => string | undefined;

  constructor(memory: Pick<Memento, 'get' | 'update'>, user: () => string | undefined = userName) {
    this.#memory = memory;
    this.#user = user;
  }

  /** Returns what was noted of the origin with this key. */
  recognition(ref: IdentityRef, key: string, now: Date): OriginModel['recognition'] {
    const note = this.#notes()[noteKey(ref, key)];
    return note && { isRecognised: note.isRecognised, text: noteText(note, now) };
  }

  /** Notes whether the owner recognised the origin; undefined removes the note. */
  async note(ref: IdentityRef, key: string, isRecognised: boolean | undefined, now: Date): Promise<void> {
    const { [noteKey(ref, key)]: _, ...others } = this.#notes();
    const own = isRecognised === undefined ? {} : { [noteKey(ref, key)]: this.#made(isRecognised, now) };
    await this.#memory.update(storageKey, newest({ ...others, ...own }));
  }

  /** Removes what was noted of the origins of a connection's identities. */
  async forget(connectionId: string): Promise<void> {
    const others = Object.entries(this.#notes()).filter(([key]) => !key.startsWith(`${connectionId}/`));
    await this.#memory.update(storageKey, Object.fromEntries(others));
  }

  #made(isRecognised: boolean, now: Date): OriginNote {
    return { isRecognised, at: now.getTime(), by: this.#user() };
  }

  #notes(): Notes {
    return this.#memory.get<Notes>(storageKey) ?? {};
  }
}

function newest(notes: Notes): Notes {
  const entries = Object.entries(notes).sort(([, one], [, other]) => other.at - one.at);
  return Object.fromEntries(entries.slice(0, mostNotes));
}

function noteKey({ connectionId, identityId }: IdentityRef, key: string): string {
  return `${connectionId}/${identityId}/${key}`;
}

function noteText({ isRecognised, at, by }: OriginNote, now: Date): string {
  const time = localDateTime(new Date(at), now);
  const what = isRecognised ? l10n.t('Recognised by the owner') : l10n.t('Not recognised by the owner');
  return by === undefined
    ? l10n.t('{0}, noted {1}', what, time)
    : l10n.t('{0}, noted by {1}, {2}', what, shortText(by), time);
}
