using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>A vector property, the table that holds it, and how it is searched.</summary>
internal sealed record BoundVector(VectorPropertyModel Property, StoredColumn Column, string Table, DistanceMeasure Measure, VectorIndexKind Kind);
