import { AppError, type ErrorCode } from '../../../shared/errors.ts';

export type PackErrorCode = Extract<ErrorCode, `pack-${string}`>;

/** An error that ends the import of a pack before anything is written. `why` goes on after the file's name. */
export function refusal(code: PackErrorCode, file: string, why: string, detail?: object): AppError {
  return new AppError(code, `${file} ${why} Nothing was written.`, { file, ...detail });
}

export function altered(file: string, what: string): AppError {
  return refusal(
    'pack-altered',
    file,
    `is not as it was made: ${what}. Copy it again from where it was made; if that one is the same, ask who made it.`,
  );
}

export function truncated(file: string, has: number): AppError {
  return refusal(
    'pack-truncated',
    file,
    `ends too early: after ${has} bytes more were to come. Copy it again from where it was made.`,
  );
}

/** Whole and perhaps signed, and still nothing that can be read. */
export function invalid(file: string, what: string): AppError {
  return refusal('pack-invalid', file, `is whole, but ${what}. Make it again with Bearing.`);
}

export function newer(file: string, what: string): AppError {
  return refusal(
    'pack-newer',
    file,
    `was made by a newer Bearing: ${what}. Bring this one up to date first.`,
  );
}

export function baseMissing(file: string, since: string | null, what: string): AppError {
  return refusal(
    'pack-base-missing',
    file,
    `holds only what changed since the content ${since?.slice(0, 16) ?? 'of another pack'}, which is not here: ${what}. Import that pack first, or one made without --since.`,
    { since },
  );
}
