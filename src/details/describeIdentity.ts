import type { Node } from 'jsonc-parser';
import { l10n } from 'vscode';
import { numberWords } from '../presentation/counts.ts';
import { jsonRows, membersOf } from './jsonRows.ts';
import type { IdentityModel, LabelledMoment, Row, RowGroup } from './panelModel.ts';
import { momentValue, shownValue } from './values.ts';

const rowLimit = 200;

/**
 * What the panel tells of an identity, from its exact text, so that large numbers and unknown members survive. Without a
 * text (the server did not embed it) there is its id alone.
 */
export function describeIdentity(id: string, text: string | undefined): IdentityModel {
  const idRow: Row = { label: l10n.t('Identity id'), value: shownValue(id) };
  if (text === undefined) {
    return { facts: [idRow], times: [], groups: [] };
  }
  const members = membersOf(text);
  if (members === undefined) {
    const more = l10n.t('Nested too deeply to be listed here. The JSON has everything.');
    return { facts: [idRow], times: [], groups: [{ heading: l10n.t('Traits'), rows: [], more }] };
  }
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
    rowGroup(l10n.t('Traits'), members.get('traits'), text),
    rowGroup(l10n.t('Public metadata'), members.get('metadata_public'), text),
    rowGroup(l10n.t('Admin metadata'), members.get('metadata_admin'), text),
  ];
  return {
    facts: facts.filter(({ value }) => value !== undefined),
    times: times.filter(({ moment }) => moment !== undefined),
    groups: groups.filter((group) => group !== undefined),
  };
}

function rowGroup(heading: string, node: Node | undefined, text: string): RowGroup | undefined {
  if (node === undefined || node.type === 'null') {
    return undefined;
  }
  const { rows, left } = jsonRows(node, text, rowLimit);
  const more = left === 0 ? undefined : l10n.t('{0} more values in the JSON', numberWords(left));
  return { heading, rows, more };
}

function stringIn(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(node.value) : undefined;
}
