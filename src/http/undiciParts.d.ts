// Undici's index replaces the dispatcher of the whole process when it is loaded. This part of it does not, but the
// package has types for the index only.
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici';

  const agent: typeof Agent;
  export = agent;
}
