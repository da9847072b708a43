import { l10n } from 'vscode';
import { memberTexts } from '../../../core/kratos/json/jsonMembers.ts';
import { numberWords } from '../../../text/counts.ts';
import type { IdentityModel, LabelledMoment, Row } from '../../protocol/sessionModel.ts';
import { momentValue, shownValue } from '../values.ts';
import { jsonRows } from './jsonRows.ts';

const rowLimit = 200;

/** Describes an identity from its exact text, to keep large numbers and unknown members; without one, only its id. */
export function describeIdentity(id: string, text: string | undefined): IdentityModel {
  const idRow: Row = { label: l10n.t('Identity id'), value: shownValue(id) };
  if (text === undefined) {
    return { facts: [idRow], times: [], groups: [] };
  }
  const members = memberTexts(text);
  const fact = (label: string, member: string): Row => ({ label, value: shownValue(stringIn(members.get(member))) });
  const facts = [
    idRow,
    fact(l10n.t('State'), 'state'),
    fact(l10n.t('Schema'), 'schema_id'),
    fact(l10n.t('External id'), 'external_id'),
    fact(l10n.t('Organization'), 'organization_id'),
  ];
  const time = (label: string, member: string): LabelledMoment => ({
    label,
    moment: momentValue(stringIn(members.get(member))),
  });
  const times = [time(l10n.t('State since'), 'state_changed_at'), time(l10n.t('Created'), 'created_at')];
  const groups = [
    rowGroup(l10n.t('Traits'), members.get('traits')),
    rowGroup(l10n.t('Public metadata'), members.get('metadata_public')),
    rowGroup(l10n.t('Admin metadata'), members.get('metadata_admin')),
  ];
  return {
    facts: facts.filter(({ value }) => value !== undefined),
    times: times.filter(({ moment }) => moment !== undefined),
    groups: groups.filter((group) => group !== undefined),
  };
}

function rowGroup(heading: string, text: string | undefined): IdentityModel['groups'][number] | undefined {
  if (text === undefined || text === 'null') {
    return undefined;
  }
  const listed = jsonRows(text, rowLimit);
  if (listed === undefined) {
    const more = l10n.t('Too long or nested too deeply to be listed here. The JSON has everything.');
    return { heading, rows: [], more };
  }
  const { rows, left } = listed;
  const more = left === 0 ? undefined : l10n.t('{0} more values in the JSON', numberWords(left));
  return { heading, rows, more };
}

function stringIn(text: string | undefined): string | undefined {
  const value: unknown = text?.startsWith('"') ? JSON.parse(text) : undefined;
  return typeof value === 'string' ? value : undefined;
}
