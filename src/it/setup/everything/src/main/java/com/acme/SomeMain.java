package com.acme;

/** Something to compile. */
public class SomeMain {}
