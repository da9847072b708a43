import { workspace } from 'vscode';

export const labelTraitsSetting = 'kratosExplorer.labelTraits';

/** The setting as a list of texts, whatever a person wrote there. */
export function readLabelTraits(): readonly string[] {
  const value: unknown = workspace.getConfiguration().get(labelTraitsSetting);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
