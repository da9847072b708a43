import { workspace } from 'vscode';

export const labelTraitsSetting = 'kratosExplorer.labelTraits';

/** Returns the texts in the setting, which may have any value. */
export function readLabelTraits(): readonly string[] {
  const value: unknown = workspace.getConfiguration().get(labelTraitsSetting);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
