import { createHash, randomBytes } from 'node:crypto';
import type { CheckedInput } from '../shared/contract.ts';
import type { MadeReport, ReportFormat } from '../shared/model/report.ts';
import type { Core } from './core.ts';
import { collectReport } from './coverage/collect-report.ts';
import { renderReport } from './reports/render.ts';

export interface KeptReport {
  bytes: Uint8Array;
  mime: string;
  fileName: string;
  format: ReportFormat;
}

const MOST_KEPT = 8;

/** Reports that were made and not yet let go, so that a host can show and save the very same bytes. The oldest make room. */
export class ReportShelf {
  readonly #kept = new Map<string, KeptReport>();

  make(core: Core, input: CheckedInput<'reports.make'>): MadeReport {
    const { organizationId, format, options, asOf } = input;
    const report = collectReport(core, organizationId, options.leaveOutNotes, asOf);
    const { bytes, mime, fileName, contents } = renderReport(report, format, options);
    const id = randomBytes(16).toString('hex');
    this.#kept.set(id, { bytes, mime, fileName, format });
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(old);
    }
    return {
      id,
      format,
      fileName,
      mime,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      contents,
    };
  }

  get(id: string): KeptReport | undefined {
    return this.#kept.get(id);
  }
}
