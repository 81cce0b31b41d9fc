using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>What a sweep changes in one record, before and after; holds no content.</summary>
/// <param name="Id">The record.</param>
/// <param name="Before">Its standing before.</param>
/// <param name="After">Its standing after.</param>
internal sealed record RecordChange(Guid Id, Standing Before, Standing After);
