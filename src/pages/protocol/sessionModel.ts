import type { SessionStatus } from '../../core/kratos/sessionStatus.ts';
import type { SessionPageWords } from '../words/sessionPageWords.ts';

/**
 * The data that the webview draws in each page, with all its words. The webview adds only local and relative times. An
 * undefined value means that the server has none.
 */
export interface PageModel<Words> {
  readonly words: Words;
  readonly locale: string;
  readonly title: string;
  /** Progress text; undefined while nothing is read. */
  readonly busy: string | undefined;
  /** When the session or the sessions were last read, in milliseconds since the epoch. */
  readonly readAt: number | undefined;
  readonly notice: Notice | undefined;
}

/** What the page of a session shows, and the details beside a table. */
export interface PanelModel extends PageModel<SessionPageWords> {
  readonly id: Value;
  /** Whether the request waits for the rate limit and can be cancelled. */
  readonly mayCancel: boolean;
  readonly session: SessionModel | undefined;
}

/** Explains why the panel does not show the current state of the server. */
export interface Notice {
  readonly kind: 'failed' | 'gone';
  readonly text: string;
  readonly action: 'retry' | 'enterSecrets' | 'editConnections';
}

/** `text` is shown and may be cut; `exact` is the server's text and is copied. */
export interface Value {
  readonly text: string;
  readonly exact: string;
}

/** `at` is in milliseconds since the epoch; undefined when the text is not a time. */
export interface Moment extends Value {
  readonly at: number | undefined;
}

export interface SessionModel {
  /**
   * What distinguishes it from other sessions: place, address and methods, and when it began, in milliseconds of the
   * epoch.
   */
  readonly headline: { readonly parts: readonly string[]; readonly signedInAt: number | undefined };
  readonly status: StatusModel;
  readonly byline: readonly string[];
  /** The id of the theme color of the connection's environment, e.g. "charts.red". */
  readonly connectionColor: string | undefined;
  readonly timeline: Timeline | undefined;
  readonly times: readonly LabelledMoment[];
  readonly aal: Value | undefined;
  readonly factors: readonly Factor[];
  readonly devices: readonly DeviceModel[];
  readonly identity: IdentityModel;
  /** The label of the button that leads to the identity's page: "23 other sessions". */
  readonly otherSessions: string;
  readonly json: { readonly text: string /** A note that `text` is cut. */; readonly shortened: string | undefined };
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

/** From sign-in to expiry, with a mark for each completed method, in milliseconds since the epoch; start < end. */
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
  /** Traits and metadata: a row for each value, labelled with its path, and a note if values are left out. */
  readonly groups: readonly { heading: string; rows: readonly Row[]; more: string | undefined }[];
}
