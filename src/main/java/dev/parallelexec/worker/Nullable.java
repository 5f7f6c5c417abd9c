package dev.parallelexec.worker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * May be null. For the compiler alone, unlike the annotation of the other rooms, which stays in the
 * class files: a kilobyte in those that travel into every worker.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE_USE)
@interface Nullable {}
