import {
  isTextFormat,
  REPORT_FORMATS,
  type Layer,
  type MadeReport,
  type ReportFormat,
} from '../../../shared/model/report.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query } from '../../state/query.svelte.ts';
import { reportCommand } from './report-command.ts';

/** A report in a frame of the preview. */
export interface PreviewFrame {
  id: string;
  format: ReportFormat;
  /** Whose it is, and in which format. */
  kind: string;
  sha256: string;
  url: string;
  /** It is loaded and can be looked at. */
  isReady: boolean;
}

/** The report as it would be saved now: made again whenever an option or the data change. */
export class ReportState {
  readonly #app: AppState;
  readonly made = new Query<MadeReport>();
  /** Whose each report is, and in which format. */
  readonly #kinds = new WeakMap<MadeReport, string>();
  #organizationId = $state<string | null>(null);
  #format = $state<ReportFormat>('html');
  #leavesOutNotes = $state(false);
  #isCsvRaw = $state(false);
  #layer = $state<Layer>('levels');
  #frames = $state.raw<readonly PreviewFrame[]>([]);
  #isSaving = $state(false);
  #making: Promise<void> = Promise.resolve();

  constructor(app: AppState) {
    this.#app = app;
  }

  get format(): ReportFormat {
    return this.#format;
  }

  set format(format: string) {
    this.#format = REPORT_FORMATS.find((known) => known === format) ?? 'html';
  }

  get leavesOutNotes(): boolean {
    return this.#leavesOutNotes;
  }

  set leavesOutNotes(isLeftOut: boolean) {
    this.#leavesOutNotes = isLeftOut;
  }

  get isCsvRaw(): boolean {
    return this.#isCsvRaw;
  }

  set isCsvRaw(isRaw: boolean) {
    this.#isCsvRaw = isRaw;
  }

  get layer(): Layer {
    return this.#layer;
  }

  set layer(layer: Layer) {
    this.#layer = layer;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** The report of the chosen organization and format; null as long as it is not made. */
  get current(): MadeReport | null {
    const { data } = this.made;
    return data && this.#kinds.get(data) === this.#kind ? data : null;
  }

  /** The frame that is seen, and while a newer report loads in another one, that too. The last is the newest. */
  get frames(): readonly PreviewFrame[] {
    return this.#frames.filter(({ kind }) => kind === this.#kind);
  }

  /** It is being made, or loads in its frame. */
  get isBusy(): boolean {
    if (this.made.isLoading || this.made.error !== undefined) return this.made.isLoading;
    return isTextFormat(this.#format) ? this.frames.at(-1)?.isReady !== true : this.current === null;
  }

  /** The command line that makes this report; null as long as there is none. */
  get command(): string | null {
    const [report, organization, info] = [this.current, this.#app.organization, this.#app.info];
    if (!report || !organization || !info) return null;
    return reportCommand({
      organization: organization.name,
      format: report.format,
      fileName: report.fileName,
      leaveOutNotes: this.#leavesOutNotes,
      csvRaw: this.#isCsvRaw,
      layer: this.#layer,
      asOf: this.#app.asOf,
      dataFolder: info.dataFolder,
    });
  }

  /** Makes the report of an organization with the options as they are. */
  async make(organizationId: string | null): Promise<void> {
    this.#organizationId = organizationId;
    if (organizationId === null) {
      this.made.clear();
      this.#frames = [];
      return;
    }
    const input = {
      organizationId,
      format: this.#format,
      asOf: this.#app.asOf,
      options: { leaveOutNotes: this.#leavesOutNotes, csvRaw: this.#isCsvRaw, layer: this.#layer },
    };
    const kind = kindOf(organizationId, this.#format);
    const make = async () => {
      const report = await this.#app.client.call('reports.make', input);
      this.#kinds.set(report, kind);
      return report;
    };
    this.#making = this.made.load(make);
    await this.#making;
    if (this.current && isTextFormat(this.current.format)) this.#preview(this.current);
  }

  /** A frame has loaded: what it covered can go. */
  frameReady(id: string): void {
    const at = this.#frames.findIndex((frame) => frame.id === id);
    if (at === -1) return;
    this.#frames = this.#frames
      .slice(at)
      .map((frame) => (frame.id === id ? { ...frame, isReady: true } : frame));
  }

  /** Saves the report as it is wanted now where the person says, and says where it is. One that is being made is waited for. */
  async save(): Promise<void> {
    if (this.#isSaving) return;
    this.#isSaving = true;
    const place = await this.#saveNewest();
    this.#isSaving = false;
    if (!place) return;
    const isBrowser = this.#app.host.capabilities.host === 'browser';
    this.#app.toasts.show({
      text: isBrowser ? `${place} saved` : 'Report saved',
      detail: isBrowser ? 'Where your browser keeps its downloads.' : place,
    });
  }

  async #saveNewest(): Promise<string | null | undefined> {
    let making: Promise<void>;
    do {
      making = this.#making;
      await making;
    } while (making !== this.#making);
    const report = this.made.data;
    // When making it failed the screen says so, and what stands there is an older one.
    if (!report || this.made.error) return null;
    return this.#app.attempt(() => this.#app.host.saveReport(report));
  }

  /** The same bytes stay in their frame, where the person has scrolled to; others load behind it. */
  #preview(report: MadeReport): void {
    const newest = this.frames.at(-1);
    if (newest?.sha256 === report.sha256) return;
    const { id, format, sha256 } = report;
    const url = this.#app.host.reportUrl(report);
    const seen = this.frames.filter(({ isReady }) => isReady).slice(-1);
    this.#frames = [...seen, { id, format, kind: this.#kind, sha256, url, isReady: false }];
  }

  get #kind(): string {
    return kindOf(this.#organizationId, this.#format);
  }
}

function kindOf(organizationId: string | null, format: ReportFormat): string {
  return `${organizationId}/${format}`;
}
