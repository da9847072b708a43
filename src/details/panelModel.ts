import type { SessionStatus } from '../kratos/sessionStatus.ts';
import type { PanelWords } from './panelWords.ts';

/**
 * All that the panel draws: plain data with every word in it, so that its browser half only draws, formats moments in the
 * reader's own time zone and lets relative times tick. undefined means: the server holds none.
 */
export interface PanelModel {
  readonly words: PanelWords;
  /** Of dates and relative times. */
  readonly locale: string;
  readonly title: string;
  readonly id: Value;
  /** What is being read; undefined while nothing is. */
  readonly busy: string | undefined;
  /** It is not even sent yet, and may be given up. */
  readonly mayCancel: boolean;
  /** When the session was last read while the panel was open, in milliseconds of the epoch. */
  readonly readAt: number | undefined;
  readonly notice: Notice | undefined;
  readonly session: SessionModel | undefined;
}

/** One sentence on what keeps the panel from showing what the server holds now. */
export interface Notice {
  readonly kind: 'failed' | 'gone';
  readonly text: string;
  readonly action: 'retry' | 'enterSecrets' | 'editConnections';
}

/** `text` is visible and may be cut; `exact` is as the server sent it, and what is copied. */
export interface Value {
  readonly text: string;
  readonly exact: string;
}

/** `at` is in milliseconds of the epoch; undefined for a text that names no moment. */
export interface Moment extends Value {
  readonly at: number | undefined;
}

export interface SessionModel {
  readonly status: StatusModel;
  /** Who and where: identity, identifier, connection. */
  readonly byline: readonly string[];
  /** The id of the theme colour that marks the connection's environment, e.g. "charts.red". */
  readonly connectionColor: string | undefined;
  readonly timeline: Timeline | undefined;
  readonly times: readonly LabelledMoment[];
  readonly aal: Value | undefined;
  readonly factors: readonly Factor[];
  readonly devices: readonly DeviceModel[];
  readonly identity: IdentityModel;
  /** How many there are, where that is known. */
  readonly otherSessions: string | undefined;
  readonly json: JsonModel;
}

export interface StatusModel {
  readonly kind: SessionStatus['kind'];
  /** A sentence in which "{when}" stands for the relative form of `at`. */
  readonly text: string;
  readonly at: number | undefined;
  readonly why: string | undefined;
}

export interface LabelledMoment {
  readonly label: string;
  readonly moment: Moment | undefined;
}

/** From sign-in to expiry, with a mark for each completed method. All in milliseconds of the epoch; start < end. */
export interface Timeline {
  readonly start: number;
  readonly end: number;
  readonly endLabel: string;
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

export interface Factor {
  readonly method: Value;
  readonly aal: Value | undefined;
  readonly completed: Moment | undefined;
  readonly provider: Value | undefined;
  readonly organization: Value | undefined;
}

export interface DeviceModel {
  readonly name: Value;
  readonly ip: Value | undefined;
  readonly location: Value | undefined;
  readonly userAgent: Value | undefined;
}

export interface Row {
  readonly label: string;
  readonly value: Value | undefined;
}

export interface IdentityModel {
  readonly facts: readonly Row[];
  readonly times: readonly LabelledMoment[];
  readonly groups: readonly RowGroup[];
}

/** Traits or metadata: one row to a value, labelled with its path. */
export interface RowGroup {
  readonly heading: string;
  readonly rows: readonly Row[];
  /** Says that there are more values than rows. */
  readonly more: string | undefined;
}

export interface JsonModel {
  readonly text: string;
  /** Says that `text` ends early. */
  readonly shortened: string | undefined;
}
