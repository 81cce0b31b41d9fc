namespace Reminisce.Memory.Transfer;

/// <summary>The last line of an export; without it the export is incomplete.</summary>
/// <param name="Memories">How many lines of memories come before.</param>
/// <param name="Sha256">The hash of all lines before, each with a line feed.</param>
internal sealed record TransferFooter(int Memories, string Sha256);
