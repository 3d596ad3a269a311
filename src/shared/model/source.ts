import type { Kind } from './resource.ts';

export interface Source {
  id: string;
  /** Short name for lists. */
  name: string;
  /** Heading in a technique document. */
  title: string;
  url: string;
  kinds: readonly Kind[];
}

/** The sources that Bearing knows, in the order of a technique document's sections. */
export const SOURCES: readonly Source[] = [
  {
    id: 'd3fend',
    name: 'D3FEND',
    title: 'MITRE D3FEND',
    url: 'https://d3fend.mitre.org/',
    kinds: ['control'],
  },
  {
    id: 'car',
    name: 'CAR',
    title: 'Cyber Analytics Repository',
    url: 'https://car.mitre.org',
    kinds: ['rule', 'test'],
  },
  {
    id: 'elastic',
    name: 'Elastic',
    title: 'Elastic Detection Rules',
    url: 'https://github.com/elastic/detection-rules',
    kinds: ['rule'],
  },
  {
    id: 'sentinel',
    name: 'Sentinel',
    title: 'Microsoft Sentinel and Microsoft 365 Defender repository',
    url: 'https://github.com/Azure/Azure-Sentinel',
    kinds: ['rule'],
  },
  {
    id: 'sigma',
    name: 'Sigma',
    title: 'Sigma rules public repository',
    url: 'https://github.com/SigmaHQ/sigma',
    kinds: ['rule'],
  },
  {
    id: 'splunk',
    name: 'Splunk',
    title: 'Splunk Security Content',
    url: 'https://github.com/splunk/security_content',
    kinds: ['rule'],
  },
  {
    id: 'atomic',
    name: 'Atomic Red Team',
    title: 'Atomic Red Team',
    url: 'https://github.com/redcanaryco/atomic-red-team',
    kinds: ['test'],
  },
  {
    id: 'stratus',
    name: 'Stratus Red Team',
    title: 'Stratus Red Team',
    url: 'https://github.com/DataDog/stratus-red-team/',
    kinds: ['test'],
  },
];
