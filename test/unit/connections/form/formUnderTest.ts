import { afterEach, beforeEach, expect } from 'vitest';
import { window } from 'vscode';
import type { ConfiguredConnection } from '../../../../src/connections/connection.ts';
import { addConnection, editConnection, type FormParts } from '../../../../src/connections/form/connectionForm.ts';
import { enterSecrets, forgetSecrets } from '../../../../src/connections/secrets/secretCommands.ts';
import type { SettingConnections } from '../../../../src/connections/settingConnections.ts';
import { type DemoServer, startDemoServer } from '../../../../src/demo/demoServer.ts';
import { createAskUnencrypted } from '../../../../src/server/consent.ts';
import type { Gateway } from '../../../gateways/gateway.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { stub } from '../../stubVscode.ts';
import { connectionsOf } from '../connectionsOf.ts';
import type { MemorySecrets } from '../secrets/memorySecrets.ts';
import { Memory, type MemorySettings } from '../settings/memorySettings.ts';
import { type Act, ScriptedUser } from './scriptedUser.ts';

export const type = (text: string): Act => ({ on: 'input', type: text });
export const press = (key: string, typed?: string): Act => ({ on: 'input', press: key, ...(typed && { typed }) });
export const pick = (label: string): Act => ({ on: 'pick', choose: label });
export const leave = (key: string): Act => ({ on: 'pick', press: key });
export const choose = (title: string | undefined): Act => ({ on: 'modal', choose: title });
export const cancel: Act = { on: 'progress', press: 'cancel' };
export const save = pick('Save');

export const storageNote =
  process.platform === 'linux'
    ? 'It is stored in VS Code’s secret storage, which protects it only weakly if there is no keyring.'
    : 'It is stored in VS Code’s secret storage.';

/** The connections of a user, and the forms that change them, with a demo server behind a gateway that sees headers. */
export class FormUnderTest {
  readonly logged: string[] = [];
  server!: DemoServer;
  gateway!: Gateway;
  settings!: MemorySettings;
  storage!: MemorySecrets;
  parts!: FormParts & { readonly connections: SettingConnections };
  readonly user = new ScriptedUser();

  /** Starts a server before each test and ends it after. */
  constructor() {
    stub(window, this.user.window);
    beforeEach(async () => {
      this.server = await startDemoServer({ identities: 30 });
      this.gateway = await startKeyGateway(this.server.url, {});
      this.begin([]);
    });
    afterEach(async () => {
      this.parts.connections.dispose();
      await this.gateway.close();
      await this.server.close();
    });
  }

  /** Starts again with these entries in the settings and nothing stored. */
  begin(setting: unknown): void {
    const memory = new Memory();
    const write = (line: string) => void this.logged.push(line);
    const log = { debug: write, info: write, warn: write };
    const window = connectionsOf(setting, { memory, askUnencrypted: createAskUnencrypted(memory), log });
    this.settings = window.settings;
    this.storage = window.storage;
    this.parts = window;
    this.user.reset();
    this.logged.length = 0;
  }

  /** Runs `task` while the user acts, and expects that it needs exactly these acts. */
  async run<Result>(task: () => Promise<Result>, ...acts: Act[]): Promise<Result> {
    this.user.acts.push(...acts);
    const result = await task();
    expect(this.user.acts).toEqual([]);
    return result;
  }

  add(...acts: Act[]) {
    return this.run(() => addConnection(this.parts), ...acts);
  }

  edit(id: string, ...acts: Act[]) {
    return this.run(() => editConnection(this.parts, this.connection(id)), ...acts);
  }

  enterSecrets(id: string, ...acts: Act[]) {
    return this.run(() => enterSecrets(this.parts, this.connection(id)), ...acts);
  }

  forgetSecrets(id: string | undefined, ...acts: Act[]) {
    return this.run(() => forgetSecrets(this.parts.secrets, this.parts.connections, id), ...acts);
  }

  connection(id: string): ConfiguredConnection {
    const connection = this.parts.connections.get(id);
    if (connection?.kind !== 'configured') {
      throw new Error(`The settings have no connection ${id}.`);
    }
    return connection;
  }

  identities(id: string) {
    const directory = this.parts.connections.directory(id);
    if (directory === undefined) {
      throw new Error(`There is no connection ${id}.`);
    }
    return directory.identities;
  }

  /** Returns a header of the last request that the gateway received. */
  sentHeader(name: string) {
    return this.gateway.requests.at(-1)?.headers[name];
  }

  /** Returns all text that was in the settings, on the screen or in the log. */
  visibleText(): string {
    const { seen, read } = this.user;
    return [JSON.stringify(this.settings.connections()), ...seen, ...read, ...this.logged].join('\n');
  }
}
