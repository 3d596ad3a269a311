/**
 * The rules of counting, one sentence or two each. docs/coverage.md holds every one of them word for word, which a test
 * checks: whoever changes a rule changes it in both places.
 */
export const COUNTING_RULES = {
  techniques:
    'A technique counts once: as listed when a document or a snapshot speaks of it, as resolved when the version of ATT&CK at hand has it in force or something is listed for it. Techniques and sub-techniques count alike.',
  deployed:
    'A rule is deployed for a technique when at least one rule that is listed for it has the mark deployed.',
  levels:
    'Each technique has one level: unlisted when nothing is listed for it, listed when something is and no rule is deployed, deployed when a rule is, and then validated or failed by what runs of its tests have shown.',
  runs: 'A run counts while it is not older than the validity window, at every technique that lists its test; of each test the latest such run counts.',
  validated:
    'Validated is a technique with a rule deployed and the latest run of some test within the validity window blocked or alerted; failed is one with a rule deployed and runs, none of which was.',
  subTechniques:
    'A parent shows n of m: of its m sub-techniques in the catalog, n have a rule deployed. This never changes the level of the parent, and the level of a parent never counts for its sub-techniques.',
  tactics:
    'A technique with several tactics counts in each of them, so the lines of the tactics do not add up to the techniques.',
  resources:
    'A resource that is listed for several techniques, or several times, is one resource. A rule and a test of one CAR analytic are two.',
  marks:
    'Every listed resource has one of the marks planned, deployed, retired and not applicable, or none: then it is open.',
  notApplicable: 'A resource marked not applicable stays listed, and is counted apart from the open ones.',
  kind: 'Deployed of listed: the resources of the kind with the mark deployed, of all of the kind that are listed.',
  links: 'A link is one resource listed for one technique; the same pair counts once.',
  unitTests:
    'Unit tests are the numbers that documents state for a resource; a resource without such a number adds none.',
  noLongerListed:
    'A mark on a resource that no document lists any more is reported as such, "deployed, no longer listed", and counts in no number.',
  apart:
    'Unlisted, out of scope, not applicable and open are four things: nothing is listed for the technique; the scope leaves it out; the resource is marked not applicable; the resource has no mark.',
  ages: 'The age of content is the time from the date on which a document says its source was last accessed to the date of the report.',
} as const;
