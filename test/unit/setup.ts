import { loadDeviceNames } from '../../src/presentation/deviceName.ts';

// As the first request does in the product.
await loadDeviceNames();
