package shop;

class Broken {
  int n = "text";
}
