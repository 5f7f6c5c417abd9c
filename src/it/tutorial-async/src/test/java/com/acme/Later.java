package com.acme;

/** Compiled after the tasks were fired. */
class Later {}
