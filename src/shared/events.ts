import type { ImportProgress } from './model/content.ts';

/** Events say that something changed; whoever shows it asks again. Only progress carries its own news. */
export interface Events {
  'catalog.changed': Record<string, never>;
  'organizations.changed': Record<string, never>;
  'tracking.changed': { organizationId: string };
  'settings.changed': Record<string, never>;
  'import.progress': ImportProgress;
  /** `null`: no import runs any more. */
  'import.job': { job: string | null };
}

export type EventName = keyof Events;

export interface AppEvent<N extends EventName = EventName> {
  name: N;
  data: Events[N];
}
