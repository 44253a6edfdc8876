package dev.openmodal.engine.command;

import dev.openmodal.engine.cache.Cache;
import dev.openmodal.engine.cache.CacheItem;
import dev.openmodal.engine.cache.CacheItem.Use;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.KeptItem;
import java.util.function.BooleanSupplier;

/**
 * What {@code clean} shows and frees: of this machine's cache, or at a provider.
 *
 * @param path where it is, for people
 * @param removal tells whether it is gone
 */
record CleanItem(String what, String path, long bytes, Use use, BooleanSupplier removal) {
  static CleanItem of(CacheItem item, boolean evenIfUsedHere) {
    return new CleanItem(
        item.what(),
        item.path().toString(),
        item.bytes(),
        item.use(),
        () -> Cache.remove(item, evenIfUsedHere));
  }

  static CleanItem of(CloudProvider provider, KeptItem item) {
    return new CleanItem(
        item.what(),
        item.name(),
        item.bytes(),
        item.isUsed() ? Use.USED : Use.FREE,
        () -> provider.remove(item));
  }
}
