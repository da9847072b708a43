import { Directory, type DirectoryOptions } from '../../../../src/core/directory/directory.ts';
import type { Transport } from '../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';

/** Creates the directory of the server behind `transport`, which is closed when the directory is disposed. */
export function directoryOver(transport: Transport, options: DirectoryOptions): Directory {
  const client = createKratosClient(transport);
  const directory = new Directory(async () => client, options);
  const dispose = directory.dispose.bind(directory);
  directory.dispose = () => {
    dispose();
    void transport.close();
  };
  return directory;
}
