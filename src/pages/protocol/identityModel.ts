import type { IdentityPageWords } from '../words/identityPageWords.ts';
import type { IdentityModel, PageModel, Value } from './sessionModel.ts';

/** What the identity page shows besides sessions and origins, with all its words. */
export interface IdentityPageModel extends PageModel<IdentityPageWords> {
  readonly id: Value;
  /** Whether what is being read can be cancelled. */
  readonly mayCancel: boolean;
  readonly identity: PageIdentityModel | undefined;
  /** How complete the list of sessions is: "51 of 51". */
  readonly coverage: string;
  /** The label of the button that reads all: "Read All (1,203)"; undefined where there is nothing more to read. */
  readonly readAll: string | undefined;
  /** The label of the button that clears the filter that the tree has for these sessions. */
  readonly clearFilter: string | undefined;
  /** Whether the page offers to revoke and extend sessions. */
  readonly mayChange: boolean;
  readonly safety: SafetyModel | undefined;
  readonly events: readonly IdentityEvent[];
  /** Sentences on data that is missing: refused mails, a broken database of addresses. */
  readonly missing: readonly string[];
}

/** The steps that lead back to a safe account, in their order. */
export const safetySteps = ['disable', 'revoke', 'removeCredential', 'createRecovery', 'enable'] as const;

export type SafetyStep = (typeof safetySteps)[number];

/** The progress of the steps that make an account safe again. */
export interface SafetyModel {
  /** "2 of 5 steps done". */
  readonly summary: string;
  /** Why the steps have no buttons, while the connection is locked. */
  readonly locked: string | undefined;
  readonly steps: readonly SafetyStepModel[];
}

export interface SafetyStepModel {
  readonly step: SafetyStep;
  /** "Revoke". */
  readonly label: string;
  /** "14 active sessions". */
  readonly state: string;
  /** The label of the button; undefined where there is nothing to do. */
  readonly button: string | undefined;
  readonly isDone: boolean;
  /** In milliseconds since the epoch; undefined where it is not done, or not known. */
  readonly doneAt: number | undefined;
}

export interface PageIdentityModel extends IdentityModel {
  /** Credentials identifier, connection and environment. */
  readonly byline: readonly string[];
  /** The id of the theme color of the connection's environment, e.g. "charts.red". */
  readonly connectionColor: string | undefined;
  readonly isInactive: boolean;
  readonly state: string;
  readonly credentials: readonly CredentialModel[];
  readonly addresses: readonly AddressModel[];
}

/** A verifiable or recovery address. */
export interface AddressModel {
  readonly value: Value;
  /** "verified", "for recovery". */
  readonly note: string;
  /** In milliseconds since the epoch. */
  readonly addedAt: number | undefined;
}

export interface CredentialModel {
  readonly type: string;
  readonly identifiers: readonly string[];
  /** In milliseconds since the epoch; undefined where the server's version makes that unknown. */
  readonly changedAt: number | undefined;
}

/** Something that happened to the identity: a mark on the time axis and a line in the list beside it. */
export interface IdentityEvent {
  readonly kind: 'created' | 'address' | 'credential' | 'mail' | 'state';
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** Sessions that came from one place and device, with what is new about them. */
export interface OriginModel {
  /** Stays the same when sessions come and go. */
  readonly key: string;
  /** "Firefox on Linux, NL, 203.0.113.0/24"; one for each line that was joined, the first seen first. */
  readonly titles: readonly string[];
  /** In milliseconds since the epoch. */
  readonly firstSeen: number | undefined;
  /** Newest first. */
  readonly sessionIds: readonly string[];
  readonly activeCount: number;
  readonly reasons: readonly ReasonModel[];
  /** Each mark with its result: "New country: as usual". */
  readonly answers: readonly string[];
  /** "Recognised by the owner, noted by ana, 14:02"; undefined before someone noted it. */
  readonly recognition: { readonly isRecognised: boolean; readonly text: string } | undefined;
  /** The network of the newest session: "203.0.113.0/24". */
  readonly network: string | undefined;
}

interface ReasonModel {
  readonly kind: 'place' | 'device' | 'signIn' | 'change';
  readonly text: string;
}

/** The `button` of the message that confirms that the question on an origin was copied. */
export function questionButton(originKey: string): string {
  return `question/${originKey}`;
}
