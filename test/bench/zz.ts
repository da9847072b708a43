import { figureLine } from '/work/wt/pages/test/bench/figures.ts';
import { identityPageFigures } from '/work/wt/pages/test/bench/identityPage.ts';

for (const f of await identityPageFigures()) console.log(figureLine(f));
