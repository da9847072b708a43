import fc from 'fast-check';
import { loadDeviceNames } from '../../src/text/deviceName.ts';

// The same random cases in each run. The nightly workflow sets other seeds; a failing test prints the one it ran with.
fc.configureGlobal({ seed: Number(process.env.RANDOM_SEED ?? 20_261_127) });

// As the first request does in the product.
await loadDeviceNames();
