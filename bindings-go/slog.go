package token04

import "log/slog"

// What package slog writes for values that hold secrets, tokens or claims, also in JSON.

func hidden(name string) slog.Value { return slog.StringValue("token04." + name + "{...}") }

// LogValue shows no content.
func (Claims) LogValue() slog.Value { return hidden("Claims") }

// LogValue shows no content.
func (Privileges) LogValue() slog.Value { return hidden("Privileges") }

// LogValue shows no content.
func (DecodedToken) LogValue() slog.Value { return hidden("DecodedToken") }

// LogValue shows no content.
func (VerifiedToken) LogValue() slog.Value { return hidden("VerifiedToken") }

// LogValue shows no content.
func (Generator) LogValue() slog.Value { return hidden("Generator") }

// LogValue shows no content.
func (IssuedToken) LogValue() slog.Value { return hidden("IssuedToken") }

// LogValue shows no content.
func (BatchResult) LogValue() slog.Value { return hidden("BatchResult") }

// LogValue shows no content.
func (InspectedKit) LogValue() slog.Value { return hidden("InspectedKit") }

// LogValue shows no content.
func (RoomPrivileges) LogValue() slog.Value { return hidden("RoomPrivileges") }

// LogValue shows no content.
func (Verifier) LogValue() slog.Value { return hidden("Verifier") }
