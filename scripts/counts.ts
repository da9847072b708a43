/** How a suite ended. `failed` counts also what kept it from running. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * The counts of a suite from its own report and from how its program ended: a suite that ran no test, or ended badly
 * without a failed test, has failed once. `report` is undefined when there is none.
 */
export function honestCounts(name: string, report: Counts | undefined, endedWell: boolean): Counts {
  const counts = report ?? { passed: 0, failed: 0, skipped: 0 };
  if (counts.failed > 0 || (endedWell && counts.passed > 0)) {
    return counts;
  }
  console.log(counts.passed === 0 ? `${name}: ran no test.` : `${name}: its tests passed, but the program failed.`);
  return { ...counts, failed: 1 };
}
