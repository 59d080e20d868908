package token04

import "log/slog"

// What package slog writes of values that hold secrets, tokens or claims, in JSON too.

func hidden(name string) slog.Value { return slog.StringValue("token04." + name + "{...}") }

// LogValue shows nothing of what it holds.
func (Claims) LogValue() slog.Value { return hidden("Claims") }

// LogValue shows nothing of what it holds.
func (Privileges) LogValue() slog.Value { return hidden("Privileges") }

// LogValue shows nothing of what it holds.
func (DecodedToken) LogValue() slog.Value { return hidden("DecodedToken") }

// LogValue shows nothing of what it holds.
func (VerifiedToken) LogValue() slog.Value { return hidden("VerifiedToken") }

// LogValue shows nothing of what it holds.
func (Generator) LogValue() slog.Value { return hidden("Generator") }

// LogValue shows nothing of what it holds.
func (IssuedToken) LogValue() slog.Value { return hidden("IssuedToken") }

// LogValue shows nothing of what it holds.
func (BatchResult) LogValue() slog.Value { return hidden("BatchResult") }

// LogValue shows nothing of what it holds.
func (InspectedKit) LogValue() slog.Value { return hidden("InspectedKit") }

// LogValue shows nothing of what it holds.
func (Expectation) LogValue() slog.Value { return hidden("Expectation") }

// LogValue shows nothing of what it holds.
func (RoomPrivileges) LogValue() slog.Value { return hidden("RoomPrivileges") }

// LogValue shows nothing of what it holds.
func (Streams) LogValue() slog.Value { return hidden("Streams") }

// LogValue shows nothing of what it holds.
func (Verifier) LogValue() slog.Value { return hidden("Verifier") }
