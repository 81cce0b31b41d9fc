using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData;

/// <summary>A key or data property and the column that holds it.</summary>
internal sealed record BoundColumn(PropertyModel Property, StoredColumn Column, ValueCodec Codec);
