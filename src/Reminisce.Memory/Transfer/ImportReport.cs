namespace Reminisce.Memory;

/// <summary>What an import did.</summary>
/// <param name="Added">Memories that were not there.</param>
/// <param name="Replaced">Memories that were there and are now as exported.</param>
/// <param name="Kept">Memories that were there and stayed as they were.</param>
/// <param name="Encoded">How many of the first two had to be embedded anew, because the export comes from another encoder.</param>
/// <param name="Failed">Memories that could not be embedded; everything else is stored.</param>
public sealed record ImportReport(int Added, int Replaced, int Kept, int Encoded, IReadOnlyList<ImportFailure> Failed);
