package dev.openmodal.engine.call;

import dev.openmodal.engine.pool.Pools;

/**
 * A provider that is in use.
 *
 * @param preflight refuses what it cannot do
 * @param pools its workers
 */
public record OpenedProvider(Preflight preflight, Pools pools) {}
