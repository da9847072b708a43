import { createDirectory, type DirectoryOptions } from '../../../src/directory/createDirectory.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createKratosClient } from '../../../src/kratos/createKratosClient.ts';

/** Creates the directory of the server behind `transport`, which is closed when the directory is disposed. */
export function directoryOver(transport: Transport, options: DirectoryOptions): Directory {
  const client = createKratosClient(transport);
  const directory = createDirectory(async () => client, options);
  const dispose = directory.dispose.bind(directory);
  directory.dispose = () => {
    dispose();
    void transport.close();
  };
  return directory;
}
