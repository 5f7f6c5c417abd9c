package com.acme;

/** Something to compile. */
public class SomeTest {}
