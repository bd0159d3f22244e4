/** Presets by name: what each changes of `carom`. A vendor's file is its differences alone, with its sources beside it. */
import type { PolicyDocument } from '../../model/policy';
import { adjust } from './adjust';
import { appsflyer } from './appsflyer';
import { branch } from './branch';
import { kochava } from './kochava';
import { singular } from './singular';

export const presetNames = ['carom', 'adjust', 'appsflyer', 'branch', 'singular', 'kochava'] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Readonly<Record<PresetName, PolicyDocument>> = {
  carom: {},
  adjust,
  appsflyer,
  branch,
  singular,
  kochava,
};
