import type { Component } from 'svelte';
import ContentScreen from './features/content/ContentScreen.svelte';
import OrganizationsScreen from './features/organizations/OrganizationsScreen.svelte';
import OverviewScreen from './features/overview/OverviewScreen.svelte';
import ReportScreen from './features/report/ReportScreen.svelte';
import SearchScreen from './features/search/SearchScreen.svelte';
import TechniqueScreen from './features/technique/TechniqueScreen.svelte';
import type { ScreenName } from './state/router.svelte.ts';

export interface Screen {
  component: Component;
  /** In the app bar; absent: reached from elsewhere. */
  nav?: { label: string; key: string };
}

/** Every screen of the window, in the order of the app bar. A screen without an entry does not exist: nothing leads to it. */
export const SCREENS: Partial<Record<ScreenName, Screen>> = {
  overview: { component: OverviewScreen, nav: { label: 'Overview', key: 'O' } },
  technique: { component: TechniqueScreen },
  search: { component: SearchScreen, nav: { label: 'Search', key: 'S' } },
  organizations: { component: OrganizationsScreen },
  content: { component: ContentScreen, nav: { label: 'Content', key: 'C' } },
  report: { component: ReportScreen, nav: { label: 'Report', key: 'R' } },
};
