import type { Directory } from '../../../core/directory/directory.ts';
import type { SafetyStep } from '../../protocol/identityModel.ts';

type Steps = Map<SafetyStep, Date>;

/** The steps that this window carried out and saw done, of each identity. They end with the directory. */
const completed = new WeakMap<Directory, Map<string, Steps>>();

export function markStep(directory: Directory, identityId: string, step: SafetyStep, at: Date): void {
  const ofDirectory = completed.get(directory) ?? new Map<string, Steps>();
  completed.set(directory, ofDirectory);
  const steps: Steps = ofDirectory.get(identityId) ?? new Map();
  ofDirectory.set(identityId, steps.set(step, at));
}

/** Returns when each step was last carried out in this window. */
export function completedSteps(directory: Directory | undefined, identityId: string): ReadonlyMap<SafetyStep, Date> {
  return (directory && completed.get(directory)?.get(identityId)) ?? new Map();
}
