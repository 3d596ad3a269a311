import type { Bridge } from '../../shared/bridge.ts';
import type { Host } from './host.ts';

/** The desktop window: native dialogs, and paths instead of uploads. */
export function createElectronHost(bridge: Bridge): Host {
  return {
    transport: bridge,
    capabilities: { host: 'electron', nativeDialogs: true },
    chooseImport: (what) => bridge.chooseImport(what),
    async dropImport(data) {
      return [...data.files]
        .map((file) => bridge.pathForFile(file))
        .filter((path) => path !== '')
        .map((path) => ({ path }));
    },
    reportUrl: (report) => new URL(`/report/${report.id}`, location.href).href,
    saveReport: (report) => bridge.saveReport(report.id),
    copyText: (text) => bridge.copyText(text),
  };
}
