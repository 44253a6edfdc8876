//: java 25
package shop;

import shop.model.Item;

/** Its other classes are in files of their own, of which one is not compiled and has an error. */
class Shop {
  static void main(String[] args) {
    System.out.println(new Item("ore", 3).label() + " " + Prices.of("ore"));
    System.out.println(Shop.class.getPackage());
  }
}
