#!/usr/bin/env node
// Runs main.ts, in this process and in the directory where it was called.
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
